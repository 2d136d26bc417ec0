# The commands of open-ada, compiled.
#   docker build -t open-ada .
#   docker run --rm -it -v "$PWD/runs:/app/runs" open-ada train:teacher --minutes 10
#   docker run --rm -it --network host open-ada watch        # Linux; the viewer answers on this machine only
FROM node:24-bookworm-slim
# The text of learning curves (`curves`, PNG) is drawn with the fonts of the machine, and this image has none.
RUN apt-get update && apt-get install -y --no-install-recommends fonts-dejavu-core && rm -rf /var/lib/apt/lists/*
WORKDIR /app
# What the lock file names is fetched first, so that changes of the code do not fetch it again.
COPY pnpm-lock.yaml pnpm-workspace.yaml ./
RUN npx --yes pnpm@10.34.9 fetch
COPY . .
RUN npx --yes pnpm@10.34.9 install --frozen-lockfile --offline
# Everything is compiled, the viewer's page too, so that a container begins at once.
RUN node scripts/build.mjs && node scripts/run.mjs watch --build-only
ENTRYPOINT ["npx", "--yes", "pnpm@10.34.9"]
CMD ["task", "show", "tasks/examples/two-steps.jsonc"]
