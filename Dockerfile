# One image for every service: the chart chooses by argument, as in `services/ingester/dist/main.js`.
ARG BASE=node:24-bookworm-slim

FROM ${BASE} AS build
ENV ONNXRUNTIME_NODE_INSTALL=skip CI=true
WORKDIR /src
COPY . .
RUN npx --yes pnpm@12.21.0 install --frozen-lockfile \
  && npx --yes pnpm@12.21.0 build \
  && rm -rf node_modules libs/*/*/node_modules libs/testkit services/*/node_modules bench e2e tools \
  && npx --yes pnpm@12.21.0 install --frozen-lockfile --prod --ignore-scripts

FROM ${BASE}
WORKDIR /app
COPY --from=build /src /app
USER 65532:65532
ENV NODE_ENV=production
EXPOSE 4317 4318 8080 9090 9464
ENTRYPOINT ["node"]
CMD ["services/parapet/dist/main.js", "up"]
