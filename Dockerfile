# The commands of open-ada, compiled.
#   docker build -t open-ada .
#   docker run --rm -it -v "$PWD/runs:/app/runs" open-ada train:teacher --minutes 10
#   docker run --rm -it --network host open-ada watch        # Linux; the viewer answers on this machine only
FROM node:24-bookworm-slim
WORKDIR /app
# What the lock file needs first, so that changes of the code do not install again.
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml ./
COPY packages packages
RUN npx --yes pnpm@10.34.9 install --frozen-lockfile
COPY . .
RUN node scripts/build.mjs
ENTRYPOINT ["npx", "--yes", "pnpm@10.34.9"]
CMD ["task", "show", "tasks/examples/two-steps.jsonc"]
