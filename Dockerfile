# One image for every service: the chart chooses by argument, as in `services/ingester/dist/main.js`.
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS build
# `cuda` adds ONNX Runtime's provider; BASE then brings Node 24, CUDA 13 and cuDNN 9.
ARG ACCELERATOR=
ENV ONNXRUNTIME_NODE_INSTALL=skip CI=true
WORKDIR /src
COPY . .
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile \
  && npx --yes pnpm@12.21.0 build
# Out of the image stays what only builds or tests, and what ONNX Runtime brings for other systems.
RUN rm -rf node_modules libs/*/*/node_modules libs/testkit services/*/node_modules bench e2e tools/package.json \
  && npx --yes pnpm@12.21.0 install --frozen-lockfile --prod --ignore-scripts \
  && rm -rf libs/*/*/src libs/adapters/kafka/testing services/*/src models/src models/texts \
    node_modules/.pnpm/onnxruntime-node@*/node_modules/onnxruntime-node/bin/napi-v6/darwin \
    node_modules/.pnpm/onnxruntime-node@*/node_modules/onnxruntime-node/bin/napi-v6/win32 \
  && install -d -o 65532 -g 65532 data
RUN if [ "$ACCELERATOR" = cuda ]; then \
    apt-get update && apt-get install -y --no-install-recommends python3-pip && tools/add-cuda-provider.sh; \
  fi

FROM ${BASE}
WORKDIR /app
COPY --from=build /src/package.json /src/LICENSE /src/NOTICE ./
COPY --from=build /src/node_modules node_modules
COPY --from=build /src/models models
COPY --from=build /src/libs libs
COPY --from=build /src/services services
COPY --from=build --chown=65532:65532 /src/data /var/lib/parapet
USER 65532:65532
# A container's loopback address reaches nobody: which ports are reachable is decided where they are published.
ENV NODE_ENV=production PARAPET_LISTEN_HOST=0.0.0.0 PARAPET_DATA_FOLDER=/var/lib/parapet/data
EXPOSE 4317 4318 8080 9090 9464
# V8 would let the garbage of the moment grow to 128 MiB before it looks at it; more than 32 MiB make nothing faster.
ENTRYPOINT ["node", "--max-semi-space-size=16"]
CMD ["services/parapet/dist/main.js", "up"]
