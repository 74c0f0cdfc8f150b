# syntax=docker/dockerfile:1
# Pullquote with the CPU build of torch and OpenVINO. The index and what the bot remembers are in the
# volume /data; the articles to read are mounted at /articles.
#
#   docker build --tag pullquote .
#   docker run --rm --volume pullquote:/data --volume "$PWD/articles:/articles:ro" pullquote rebuild
#   docker run --rm --volume pullquote:/data pullquote ask "who sent troops?"

FROM python:3.12-slim-bookworm AS build
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/pullquote
COPY constraints.txt ./
RUN /opt/pullquote/bin/pip install --constraint constraints.txt --no-deps --index-url "$TORCH_INDEX" torch
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY index index
COPY config config
COPY articles articles
RUN /opt/pullquote/bin/pip install --constraint constraints.txt '.[mcp,postgres]' \
    && /opt/pullquote/bin/pip uninstall --yes pip

FROM python:3.12-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home pullquote \
    && install --directory --owner=pullquote /data /articles \
    && pip uninstall --yes --root-user-action=ignore pip
COPY --from=build /opt/pullquote /opt/pullquote
ENV PATH=/opt/pullquote/bin:$PATH \
    HOME=/data \
    PYTHONUNBUFFERED=1 \
    PULLQUOTE_DATA_DIR=/data \
    PULLQUOTE_SOURCES_PATHS=/articles
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 9464
# A bot is healthy if it has an index and can reach Slack; other commands end before this asks.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:9464/healthz', timeout=4)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["pullquote"]
CMD ["serve"]
