"""A receiver of OpenTelemetry metrics (OTLP over HTTP, protobuf), as a collector has it, on loopback."""

import gzip
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
    ExportMetricsServiceResponse,
)


class Otlp:
    """Counters summed by name, and the last value of each gauge; a context manager.

    Whoever sends must send deltas (:attr:`environment` says so): many short processes count the same thing.
    """

    def __init__(self) -> None:
        self.sums: Counter[str] = Counter()
        self.last: dict[str, float] = {}
        self.tags: set[tuple[str, str, str]] = set()
        """Name of a metric, and each of its attributes."""
        self._lock = threading.Lock()
        taken = self.take

        class Handler(BaseHTTPRequestHandler):
            """Answers every export with an empty success."""

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                taken(gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body)
                answer = ExportMetricsServiceResponse().SerializeToString()
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                """Nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def environment(self) -> dict[str, str]:
        """What makes Airflow send its numbers here, as the README says."""
        return {
            "AIRFLOW__METRICS__STATSD_ON": "False",
            "AIRFLOW__METRICS__OTEL_ON": "True",
            "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{self._server.server_address[1]}",
            "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE": "delta",
        }

    def take(self, body: bytes) -> None:
        """Add what one export holds."""
        message = ExportMetricsServiceRequest.FromString(body)
        scopes = (scope for resource in message.resource_metrics for scope in resource.scope_metrics)
        with self._lock:
            for metric in (metric for scope in scopes for metric in scope.metrics):
                for point in metric.sum.data_points:
                    self.sums[metric.name] += int(point.as_int or point.as_double)
                for point in metric.gauge.data_points:
                    self.last[metric.name] = point.as_double or point.as_int
                for point in (*metric.sum.data_points, *metric.gauge.data_points):
                    self.tags |= {
                        (metric.name, pair.key, pair.value.string_value) for pair in point.attributes
                    }

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
