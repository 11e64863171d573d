/// Typed expressions in flows: compiled when a flow is loaded, evaluated in calls.
///
/// The language behind it (CEL) is known to this package alone; a second front end brings a second
/// [Expressions].
@NullMarked
package antiphon.ivr.expression;

import org.jspecify.annotations.NullMarked;
