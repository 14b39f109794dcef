# A team's shared instance; the state is in the volume, the key opens the console and the control API:
#   docker build -t mockedfi .
#   docker run -p 54746:54746 -v mockedfi:/data -e MOCKEDFI_CONTROL_KEY=our-key mockedfi
# For a folder of the host in place of the volume, add --user "$(id -u)", so that it can be written.
FROM python:3.13-slim AS build
WORKDIR /source
COPY pyproject.toml README.md LICENSE ./
COPY mockedfi mockedfi
COPY fixtures fixtures
RUN python -m venv /opt/mockedfi && /opt/mockedfi/bin/pip install --no-cache-dir .

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /data mockedfi
COPY --from=build /opt/mockedfi /opt/mockedfi
USER mockedfi
WORKDIR /data
VOLUME /data
ENV PATH="/opt/mockedfi/bin:$PATH" PYTHONUNBUFFERED=1 MOCKEDFI_HOST=0.0.0.0
EXPOSE 54746
# within the container, where no key is needed; a server with --https or another port needs another check
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:54746/mockedfi/health')"]
ENTRYPOINT ["mockedfi"]
CMD ["serve"]
