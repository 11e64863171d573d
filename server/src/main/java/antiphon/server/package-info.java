/// Puts the parts together: settings, routes, admin HTTP, metrics.
@NullMarked
package antiphon.server;

import org.jspecify.annotations.NullMarked;
