{{/* One variable from a secret, when one is named. Takes (list variable secretName key). */}}
{{- define "parapet.secretEnv" -}}
{{- if index . 1 }}
- name: {{ index . 0 }}
  valueFrom: { secretKeyRef: { name: {{ index . 1 }}, key: {{ index . 2 }} } }
{{- end }}
{{- end }}

{{- define "parapet.commonEnv" -}}
- name: PARAPET_LISTEN_HOST
  value: "0.0.0.0"
- name: PARAPET_LOG_LEVEL
  value: {{ .Values.logLevel }}
- name: PARAPET_ADMIN_PORT
  value: "9464"
{{- with .Values.otlpEndpoint }}
- name: PARAPET_OTLP_ENDPOINT
  value: {{ . | quote }}
{{- end }}
{{- with .Values.extraEnv }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "parapet.kafkaEnv" -}}
{{- if .Values.kafka.brokers }}
- name: PARAPET_KAFKA_BROKERS
  value: {{ join "," .Values.kafka.brokers | quote }}
- name: PARAPET_KAFKA_TOPIC
  value: {{ .Values.kafka.topic | quote }}
- name: PARAPET_KAFKA_TLS
  value: {{ .Values.kafka.tls | quote }}
{{- if .Values.kafka.sasl.mechanism }}
- name: PARAPET_KAFKA_SASL_MECHANISM
  value: {{ .Values.kafka.sasl.mechanism }}
{{- include "parapet.secretEnv" (list "PARAPET_KAFKA_USERNAME" .Values.kafka.sasl.existingSecret .Values.kafka.sasl.usernameKey) }}
{{- include "parapet.secretEnv" (list "PARAPET_KAFKA_PASSWORD" .Values.kafka.sasl.existingSecret .Values.kafka.sasl.passwordKey) }}
{{- end }}
{{- end }}
{{- end }}

{{/* ClickHouse, as the users that are listed. Takes (dict "root" $ "users" (list "ingest" "read")). */}}
{{- define "parapet.clickhouseEnv" -}}
- name: PARAPET_CLICKHOUSE_URL
  value: {{ .root.Values.clickhouse.url | quote }}
- name: PARAPET_CLICKHOUSE_DATABASE
  value: {{ .root.Values.clickhouse.database | quote }}
{{- range .users }}
{{- $secret := (index $.root.Values.clickhouse.users .).existingSecret }}
{{- include "parapet.secretEnv" (list (printf "PARAPET_CLICKHOUSE_%s_USER" (upper .)) $secret "username") }}
{{- include "parapet.secretEnv" (list (printf "PARAPET_CLICKHOUSE_%s_PASSWORD" (upper .)) $secret "password") }}
{{- end }}
{{- end }}

{{/* What only the migration has to know of a cluster. */}}
{{- define "parapet.clusterEnv" -}}
{{- with .Values.clickhouse.cluster }}
{{- if .name }}
- name: PARAPET_CLICKHOUSE_CLUSTER
  value: {{ .name | quote }}
- name: PARAPET_CLICKHOUSE_REPLICATED
  value: {{ .replicated | quote }}
- name: PARAPET_CLICKHOUSE_DDL
  value: {{ .ddl }}
{{- end }}
{{- end }}
{{- end }}

{{- define "parapet.gatewayEnv" -}}
- name: PARAPET_OTLP_GRPC_PORT
  value: "4317"
- name: PARAPET_OTLP_HTTP_PORT
  value: "4318"
{{- include "parapet.secretEnv" (list "PARAPET_TENANT_TOKENS" .Values.tenantTokens.existingSecret .Values.tenantTokens.key) }}
{{- end }}

{{- define "parapet.hashEnv" -}}
{{- include "parapet.secretEnv" (list "PARAPET_HASH_KEY" .Values.hashKey.existingSecret .Values.hashKey.key) }}
{{- end }}

{{- define "parapet.guardEnv" -}}
- name: PARAPET_ONNX_PROVIDERS
  value: {{ join "," .Values.models.providers | quote }}
{{- end }}

{{- define "parapet.scraperEnv" -}}
- name: PARAPET_SCRAPE_ENGINES
  value: {{ join "," .Values.scrape.engines | quote }}
- name: PARAPET_SCRAPE_GPUS
  value: {{ join "," .Values.scrape.gpus | quote }}
- name: PARAPET_SCRAPE_INTERVAL_SECONDS
  value: {{ .Values.scrape.intervalSeconds | quote }}
{{- end }}

{{- define "parapet.externalUrlEnv" -}}
{{- with .Values.externalUrl }}
- name: PARAPET_EXTERNAL_URL
  value: {{ . | quote }}
{{- end }}
{{- end }}

{{- define "parapet.rulerEnv" -}}
{{- if .Values.rules }}
- name: PARAPET_RULES_FILE
  value: /etc/parapet/rules.json
{{- end }}
{{- end }}

{{- define "parapet.notifierEnv" -}}
{{- if .Values.alertmanager.urls }}
- name: PARAPET_ALERTMANAGER_URLS
  value: {{ join "," .Values.alertmanager.urls | quote }}
{{- end }}
{{- if .Values.webhook.url }}
- name: PARAPET_WEBHOOK_URL
  value: {{ .Values.webhook.url | quote }}
{{- include "parapet.secretEnv" (list "PARAPET_WEBHOOK_SECRET" .Values.webhook.existingSecret .Values.webhook.key) }}
{{- end }}
{{- end }}

{{- define "parapet.consoleEnv" -}}
- name: PARAPET_CONSOLE_PORT
  value: "8080"
{{- include "parapet.secretEnv" (list "PARAPET_CONSOLE_TOKEN" .Values.consoleToken.existingSecret .Values.consoleToken.key) }}
{{- end }}
