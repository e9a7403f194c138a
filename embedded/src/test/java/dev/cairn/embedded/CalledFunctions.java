package dev.cairn.embedded;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Statement;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Collects the names of the functions that a statement calls, however deeply the calls are nested. */
final class CalledFunctions {
    private final Set<String> names = new TreeSet<>();

    private CalledFunctions() {}

    static Set<String> of(Statement statement) {
        CalledFunctions functions = new CalledFunctions();
        functions.collect(statement);
        return functions.names;
    }

    private void collect(Object node) {
        if (node instanceof List<?> list) {
            list.forEach(this::collect);
        } else if (node instanceof Record) {
            if (node instanceof Expression.Call call) {
                add(call.function().lastPart().text());
            } else if (node instanceof Relation.TableFunction function) {
                add(function.name().lastPart().text());
            }
            for (RecordComponent component : node.getClass().getRecordComponents()) {
                collect(readComponent(node, component));
            }
        }
    }

    private void add(String name) {
        names.add(name.toLowerCase(Locale.ROOT));
    }

    private static Object readComponent(Object node, RecordComponent component) {
        try {
            return component.getAccessor().invoke(node);
        } catch (ReflectiveOperationException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
