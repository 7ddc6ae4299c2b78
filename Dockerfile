# Has not been built yet: see README.md.
FROM node:26-slim AS build
WORKDIR /baton
COPY package.json package-lock.json .npmrc ./
COPY patches ./patches
RUN npm ci --omit=dev
COPY . .
RUN npx vite build web --logLevel warn

FROM node:26-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 BATON_DATA=/data
RUN mkdir /data && chown node:node /data
WORKDIR /baton
COPY --from=build /baton ./
USER node
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.ts", "--empty"]
