import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { helm, helmAvailability, suiteName } from "@parapet/testkit";
import { describe, expect, test } from "vitest";
import { parseAllDocuments } from "yaml";

const root = join(import.meta.dirname, "../..");
const chart = join(root, "charts/parapet");
const overlays = ["embedded", "split"] as const;
const missing = helmAvailability();

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string }[];
  readonly ports: readonly { readonly name: string }[];
  readonly resources: { readonly limits: { readonly memory: string } };
  readonly securityContext: unknown;
}

interface PodSpec {
  readonly securityContext: unknown;
  readonly automountServiceAccountToken: boolean;
  readonly containers: readonly [Container];
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Record<string, string> };
  readonly spec: {
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly { readonly targetPort: string }[];
    readonly template: { readonly metadata: { readonly labels: Record<string, string> }; readonly spec: PodSpec };
  };
  readonly data?: Record<string, string>;
}

async function render(overlay: string, ...args: readonly string[]): Promise<readonly Manifest[]> {
  const yaml = await helm("template", "parapet", chart, "--values", join(chart, `ci/${overlay}-values.yaml`), ...args);
  return parseAllDocuments(yaml)
    .map((document) => document.toJS())
    .filter((manifest) => manifest !== null);
}

interface PodTemplate {
  readonly owner: string;
  readonly spec: PodSpec;
}

function podTemplates(manifests: readonly Manifest[]): readonly PodTemplate[] {
  return manifests
    .filter(({ kind }) => ["Deployment", "StatefulSet", "Job"].includes(kind))
    .map(({ kind, metadata, spec }) => ({ owner: `${kind}/${metadata.name}`, spec: spec.template.spec }));
}

async function failureOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "",
    (error: { stderr?: string }) => error.stderr ?? "",
  );
}

describe.skipIf(missing !== null)(suiteName("the chart", missing), () => {
  test.each(overlays)("%s: passes strict lint", async (overlay) => {
    const output = await helm("lint", "--strict", chart, "--values", join(chart, `ci/${overlay}-values.yaml`));
    expect(output).toContain("0 chart(s) failed");
  });

  test.each(overlays)("%s: every container runs as the restricted Pod Security Standard asks", async (overlay) => {
    for (const { owner, spec } of podTemplates(await render(overlay))) {
      expect(spec.securityContext, owner).toMatchObject({
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      });
      expect(spec.automountServiceAccountToken, owner).toBe(false);
      for (const container of spec.containers) {
        expect(container.securityContext, owner).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        expect(container.resources.limits.memory, owner).toBeTruthy();
        expect(container.image, owner).not.toMatch(/:latest$|:$/);
      }
    }
  });

  test.each(overlays)("%s: a container of a service is started by a file that the build makes", async (overlay) => {
    for (const { owner, spec } of podTemplates(await render(overlay))) {
      const [file = ""] = spec.containers[0].args;
      const source = file.replace("/dist/", "/src/").replace(/\.js$/, ".ts");
      expect(() => readFileSync(join(root, source)), owner).not.toThrow();
    }
  });

  test.each(overlays)("%s: no variable is set that no service reads, and none twice", async (overlay) => {
    const known = knownSettings();
    for (const { owner, spec } of podTemplates(await render(overlay))) {
      const names: string[] = spec.containers[0].env.map(({ name }) => name);
      expect(new Set(names).size, owner).toBe(names.length);
      expect(
        names.filter((name) => !known.has(name)),
        owner,
      ).toEqual([]);
    }
  });

  test.each(overlays)("%s: services select the pods that are there, on ports those have", async (overlay) => {
    const manifests = await render(overlay);
    const pods = manifests
      .filter(({ kind }) => kind === "Deployment" || kind === "StatefulSet")
      .map(({ spec }) => spec.template);
    for (const { metadata, spec } of manifests.filter(({ kind }) => kind === "Service")) {
      const selected = pods.filter((pod) =>
        Object.entries(spec.selector).every(([key, value]) => pod.metadata.labels[key] === value),
      );
      expect(selected, metadata.name).toHaveLength(1);
      const ports = selected[0]?.spec.containers[0].ports.map(({ name }) => name);
      for (const { targetPort } of spec.ports) expect(ports, metadata.name).toContain(targetPort);
    }
  });

  test("split: canaries are sent by a job now and then, where they are wanted", async () => {
    expect((await render("split")).map(({ kind }) => kind)).not.toContain("CronJob");
    const options = ["--values", join(chart, "ci/split-values.yaml"), "--set", "canary.enabled=true"];
    const yaml = await helm("template", "parapet", chart, ...options, "--show-only", "templates/canary.yaml");
    const { kind, spec } = parseAllDocuments(yaml)[0]?.toJS() ?? {};
    const [container] = spec.jobTemplate.spec.template.spec.containers;
    expect([kind, spec.schedule]).toEqual(["CronJob", "*/15 * * * *"]);
    expect(container.args.slice(1, 3)).toEqual(["verify", "detectors"]);
    expect(container.env.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(["PARAPET_KAFKA_BROKERS", "PARAPET_CLICKHOUSE_URL", "PARAPET_CLICKHOUSE_READ_USER"]),
    );
  });

  test("split: the schema is migrated by a job, before an upgrade and after an install", async () => {
    const job = (await render("split")).find(({ kind }) => kind === "Job");
    expect(job?.metadata.annotations?.["helm.sh/hook"]).toBe("post-install,pre-upgrade");
    expect(job?.spec.template.spec.containers[0].args).toEqual(["services/parapet/dist/main.js", "migrate", "up"]);
  });

  test("split: that job alone is told of the cluster that the schema is for", async () => {
    const variable = { name: "PARAPET_CLICKHOUSE_CLUSTER", value: "main" };
    const templates = podTemplates(await render("split", "--set", "clickhouse.cluster.name=main"));
    const told = templates.filter(({ spec }) => JSON.stringify(spec).includes(JSON.stringify(variable)));
    expect(told.map(({ owner }) => owner)).toEqual(["Job/parapet-migrate"]);
  });

  test("split: a disruption budget stands only where there is more than one pod", async () => {
    const manifests = await render("split", "--set", "services.gateway.replicas=1");
    const budgets = manifests.filter(({ kind }) => kind === "PodDisruptionBudget").map(({ metadata }) => metadata.name);
    expect(budgets).toEqual(["parapet-guard", "parapet-ingester"]);
  });

  test("rendering twice gives the same: nothing random, so that GitOps tools see no drift", async () => {
    expect(await render("split")).toEqual(await render("split"));
  });

  test("rules of the values reach the ruler as a rules file", async () => {
    const manifests = await render("split", "--set-json", 'rules=[{"kind":"budget","name":"Budget"}]');
    const rules = manifests.find(({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "parapet-rules");
    expect(JSON.parse(rules?.data?.["rules.json"] ?? "")).toEqual({ rules: [{ kind: "budget", name: "Budget" }] });
    const ruler = podTemplates(manifests).find(({ owner }) => owner === "Deployment/parapet-ruler");
    expect(ruler?.spec.containers[0].env).toContainEqual({
      name: "PARAPET_RULES_FILE",
      value: "/etc/parapet/rules.json",
    });
  });

  test("dashboards travel in a ConfigMap that Grafana's sidecar finds", async () => {
    const manifests = await render("embedded");
    const dashboards = manifests.find(({ metadata }) => metadata.name === "parapet-dashboards");
    expect(Object.keys(dashboards?.data ?? {})).toContain("overview.json");
    for (const text of Object.values(dashboards?.data ?? {})) expect(JSON.parse(text).title).toBeTruthy();
  });

  test.each([
    ["a misspelt value", ["--set", "gatway.replicas=2"], "gatway"],
    ["a service that must be alone", ["--set", "services.ruler.replicas=2"], "replicas"],
    ["brokers without a port", ["--set", "kafka.brokers={kafka}"], "brokers"],
    ["no brokers", ["--set-json", "kafka.brokers=[]"], "kafka.brokers: split mode needs"],
    ["no ClickHouse", ["--set", "clickhouse.url="], "clickhouse.url: split mode needs"],
    [
      "no user to read with",
      ["--set", "clickhouse.users.read.existingSecret="],
      "clickhouse.users.read.existingSecret",
    ],
    ["no hash key", ["--set", "hashKey.existingSecret="], "hashKey.existingSecret"],
    ["a webhook without a key", ["--set", "webhook.existingSecret="], "webhook.existingSecret"],
  ])("split: refuses %s and names it", async (_, args, words) => {
    expect(await failureOf(render("split", ...args))).toContain(words);
  });
});

/** Every `PARAPET_*` name that stands in the sources of a service or an adapter. */
function knownSettings(): ReadonlySet<string> {
  const folders = ["services", "libs/adapters", "libs/kit"];
  const names = folders.flatMap((folder) =>
    sourcesBelow(join(root, folder)).flatMap((file) => readFileSync(file, "utf8").match(/PARAPET_[A-Z_]+[A-Z]/g) ?? []),
  );
  return new Set([...names, ...["INGEST", "READ", "MIGRATE"].flatMap((user) => clickhouseUser(user))]);
}

function clickhouseUser(user: string): string[] {
  return [`PARAPET_CLICKHOUSE_${user}_USER`, `PARAPET_CLICKHOUSE_${user}_PASSWORD`];
}

function sourcesBelow(folder: string): readonly string[] {
  return globSync("**/src/**/*.ts", { cwd: folder, exclude: ["**/node_modules/**"] }).map((file) => join(folder, file));
}
