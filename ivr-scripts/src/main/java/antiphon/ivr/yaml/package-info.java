/// YAML text with positions: what a person wrote, and where.
///
/// The one reader of flows, flow tests and settings. It never throws on hostile input: every wrong
/// line becomes a [Problem].
@NullMarked
package antiphon.ivr.yaml;

import org.jspecify.annotations.NullMarked;
