package dev.cairn.engine;

import dev.cairn.sql.Expression;
import dev.cairn.sql.Name;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Substitution;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The columns that an expression reads. */
final class References {
    private References() {}

    static List<String> in(Expression expression) {
        List<String> names = new ArrayList<>();
        Substitution.in(expression, part -> {
            if (part instanceof Expression.Reference reference) {
                names.add(reference.name().last().text());
            }
            return part;
        });
        return names;
    }

    /** The server gives the new name backquotes, whether the old one had them or not. */
    static Expression renamed(Expression expression, String from, String to) {
        return replaced(expression, name -> name.is(from) ? new Name(to, true, name.span()) : name);
    }

    static Expression replaced(Expression expression, UnaryOperator<Name> replacement) {
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
