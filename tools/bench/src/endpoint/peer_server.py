"""The same prediction by a Python web framework: `peer_server.py fastapi|flask`; its first line is its port."""

import socket
import sys

import numpy as np

WEIGHTS = (np.sin(np.arange(605)) / 100).astype(np.float32)
KIND = sys.argv[1]


def predictions(body: bytes) -> dict[str, list[dict[str, float]]]:
    rows = np.array([line.split(",") for line in body.decode().splitlines()], np.float32)
    scores = 1 / (1 + np.exp(-(rows @ WEIGHTS + 0.1)))
    return {"predictions": [{"score": float(s), "predicted_label": int(s >= 0.5)} for s in scores]}


def listening() -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(128)
    print(listener.getsockname()[1], flush=True)
    return listener


def serve_fastapi() -> None:
    import uvicorn
    from fastapi import FastAPI, Request

    app = FastAPI()

    @app.post("/endpoints/bench/invocations")
    async def invoke(request: Request) -> dict[str, list[dict[str, float]]]:
        return predictions(await request.body())

    config = uvicorn.Config(app, log_level="error", access_log=False, loop="uvloop", http="httptools")
    uvicorn.Server(config).run(sockets=[listening()])


def serve_flask() -> None:
    from flask import Flask, request
    from gunicorn.app.base import BaseApplication

    app = Flask(__name__)

    @app.post("/endpoints/bench/invocations")
    def invoke() -> dict[str, list[dict[str, float]]]:
        return predictions(request.get_data())

    listener = listening()

    class Gunicorn(BaseApplication):
        def load_config(self) -> None:
            # Threads keep connections open, as the other servers do.
            self.cfg.set("bind", f"fd://{listener.fileno()}")
            self.cfg.set("worker_class", "gthread")
            self.cfg.set("threads", 8)
            self.cfg.set("keepalive", 60)
            self.cfg.set("graceful_timeout", 1)
            self.cfg.set("loglevel", "error")

        def load(self) -> Flask:
            return app

    Gunicorn().run()


{"fastapi": serve_fastapi, "flask": serve_flask}[KIND]()
