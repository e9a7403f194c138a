package dev.cairn.embedded;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** The names of all functions that a statement calls, wherever in it. */
final class CalledFunctions {
    private final Set<String> names = new TreeSet<>();

    private CalledFunctions() {}

    static Set<String> of(Statement statement) {
        CalledFunctions functions = new CalledFunctions();
        functions.collect(statement);
        return functions.names;
    }

    private void collect(Object part) {
        if (part instanceof List<?> list) {
            list.forEach(this::collect);
        } else if (part instanceof Record) {
            if (part instanceof Expression.Call call) {
                add(call.function().lastPart().text());
            } else if (part instanceof Relation.TableFunction function) {
                add(function.name().lastPart().text());
            }
            for (RecordComponent component : part.getClass().getRecordComponents()) {
                collect(value(part, component));
            }
        }
    }

    private void add(String name) {
        names.add(name.toLowerCase(Locale.ROOT));
    }

    private static Object value(Object part, RecordComponent component) {
        try {
            return component.getAccessor().invoke(part);
        } catch (ReflectiveOperationException hidden) {
            throw new IllegalStateException(hidden);
        }
    }
}
