/// The administrator's interface: REST API, health, metrics, and the console that uses them.
@NullMarked
package antiphon.server.http;

import org.jspecify.annotations.NullMarked;
