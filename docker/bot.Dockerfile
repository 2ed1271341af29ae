# The bot, without the trainer: trainings run in containers of their own, on the engine whose socket it is given.
#   docker build -f docker/bot.Dockerfile -t darkroom .
# BASE is any image with Node 20.19 or newer and npm.
ARG BASE=node:22-trixie-slim

FROM ${BASE} AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npx tsc -p tsconfig.build.json

FROM ${BASE} AS packages
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM ${BASE}
LABEL org.opencontainers.image.title="Darkroom" org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production DATA_DIR=/data
WORKDIR /app
RUN groupadd --system --gid 10001 darkroom \
  && useradd --system --uid 10001 --gid darkroom --home-dir /data darkroom \
  && install -d -o darkroom -g darkroom /data
COPY --from=packages /app/node_modules ./node_modules
COPY package.json ./
COPY locales ./locales
COPY --from=build /app/dist ./dist
USER darkroom
VOLUME /data
EXPOSE 3001
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3001}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/main.js"]
