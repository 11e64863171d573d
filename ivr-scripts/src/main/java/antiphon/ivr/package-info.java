/// Flows: what a caller hears and what keys do.
@NullMarked
package antiphon.ivr;

import org.jspecify.annotations.NullMarked;
