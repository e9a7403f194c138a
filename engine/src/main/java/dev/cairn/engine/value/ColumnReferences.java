package dev.cairn.engine.value;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Substitution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Finds and replaces the columns that an expression reads. */
public final class ColumnReferences {
    private ColumnReferences() {}

    public static List<String> in(Expression expression) {
        List<String> names = new ArrayList<>();
        Substitution.in(expression, part -> {
            if (part instanceof Expression.Reference reference) {
                names.add(reference.name().last().text());
            }
            return part;
        });
        return names;
    }

    /** The expression with a renamed column. The server quotes the new name, whether or not the old name was quoted. */
    public static Expression renamed(Expression expression, String from, String to) {
        return replaced(expression, name -> name.is(from) ? new Name(to, true, name.span()) : name);
    }

    public static Expression replaced(Expression expression, UnaryOperator<Name> replacement) {
        return Substitution.in(expression, part -> {
            if (!(part instanceof Expression.Reference reference)) {
                return part;
            }
            Name name = reference.name().last();
            Name replaced = replacement.apply(name);
            return name.equals(replaced)
                    ? part
                    : new Expression.Reference(new QualifiedName(List.of(replaced)), reference.span());
        });
    }
}
