/// PostgreSQL and audio files. The only place that knows `java.sql`.
@NullMarked
package antiphon.storage;

import org.jspecify.annotations.NullMarked;
