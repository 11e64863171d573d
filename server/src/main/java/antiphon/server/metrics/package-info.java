/// Figures for Prometheus.
@NullMarked
package antiphon.server.metrics;

import org.jspecify.annotations.NullMarked;
