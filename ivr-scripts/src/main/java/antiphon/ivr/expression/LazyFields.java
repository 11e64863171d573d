package antiphon.ivr.expression;

import dev.cel.common.types.StructType;
import dev.cel.common.values.StructValue;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// A thing whose fields are looked up when they are read, and not before. One evaluation, one
/// thread.
// CEL wants values that any thread may share; this one lives as long as one evaluation.
@SuppressWarnings("Immutable")
final class LazyFields extends StructValue<String, LazyFields> {
    private final StructType type;
    private final Map<String, Supplier<Object>> fields;

    LazyFields(StructType type, Map<String, Supplier<Object>> fields) {
        this.type = type;
        this.fields = fields;
    }

    @Override
    public Object select(String field) {
        return find(field)
                .orElseThrow(() -> new EvaluationFailed("there is no field \"" + field + "\""));
    }

    @Override
    public Optional<Object> find(String field) {
        return Optional.ofNullable(fields.get(field)).map(Supplier::get);
    }

    @Override
    public boolean isZeroValue() {
        return false;
    }

    @Override
    public LazyFields value() {
        return this;
    }

    @Override
    public StructType celType() {
        return type;
    }
}
