/// The server's settings: one record tree, read and checked once at start. Defaults, units and
/// reasons stand in the resource `antiphon.yaml`, which is itself read as the lowest layer.
@NullMarked
package antiphon.server.settings;

import org.jspecify.annotations.NullMarked;
