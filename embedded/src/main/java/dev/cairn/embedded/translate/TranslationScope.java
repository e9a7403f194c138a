package dev.cairn.embedded.translate;

import dev.cairn.analysis.resolution.QueryRule;
import dev.cairn.catalog.Refusal;
import dev.cairn.embedded.translate.value.TranslatedField;
import dev.cairn.embedded.translate.value.Value;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Resolves the names in an expression: columns of FROM, then those of the outer queries. */
final class TranslationScope {
    static final TranslationScope NONE = new TranslationScope(List.of(), null);

    private final List<TranslatedField> fields;
    private final @Nullable TranslationScope outer;

    TranslationScope(List<TranslatedField> fields, @Nullable TranslationScope outer) {
        this.fields = List.copyOf(fields);
        this.outer = outer;
    }

    List<TranslatedField> fields() {
        return fields;
    }

    Value value(QualifiedName name, Span at) {
        return find(name).orElseThrow(() -> Refusal.analysis(at, QueryRule.COLUMN_NOT_FOUND, name));
    }

    Optional<Value> find(QualifiedName name) {
        Optional<Value> value = findHere(name.parts());
        return value.isPresent() || outer == null ? value : outer.find(name);
    }

    /** Resolves a name to a column, or to a field within a struct. */
    private Optional<Value> findHere(List<Name> parts) {
        for (int split = parts.size(); split > 0; split--) {
            List<Name> path = parts.subList(split, parts.size());
            Optional<Value> value = column(parts.subList(0, split)).flatMap(column -> inside(column, path));
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    private Optional<Value> column(List<Name> parts) {
        String column = parts.get(parts.size() - 1).text();
        List<Name> prefix = parts.subList(0, parts.size() - 1);
        Optional<TranslatedField> first = Optional.empty();
        for (TranslatedField field : fields) {
            if (field.name().equalsIgnoreCase(column) && field.isOf(prefix)) {
                if (field.merged()) {
                    return Optional.of(field.value());
                }
                first = first.isPresent() ? first : Optional.of(field);
            }
        }
        return first.map(TranslatedField::value);
    }

    static Optional<Value> inside(Value base, List<Name> path) {
        Value value = base;
        for (Name name : path) {
            Type.Field field = field(value.type(), name);
            if (field == null) {
                return Optional.empty();
            }
            value = value.field(field);
        }
        return Optional.of(value);
    }

    private static Type.@Nullable Field field(Type type, Name name) {
        if (type instanceof Type.Struct struct) {
            for (Type.Field field : struct.fields()) {
                if (name.is(field.name())) {
                    return field;
                }
            }
        }
        return null;
    }
}
