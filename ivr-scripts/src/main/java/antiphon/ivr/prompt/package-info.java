/// What callers hear: prompts by language and id, say-as, music classes. Files in, immutable
/// snapshots out.
@NullMarked
package antiphon.ivr.prompt;

import org.jspecify.annotations.NullMarked;
