package dev.cairn.engine;

import dev.cairn.sql.Expression;
import dev.cairn.sql.Name;
import dev.cairn.sql.QualifiedName;
import dev.cairn.sql.Substitution;
import java.util.ArrayList;
import java.util.List;

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

    static Expression renamed(Expression expression, String from, String to) {
        return Substitution.in(expression, part -> {
            if (!(part instanceof Expression.Reference reference)) {
                return part;
            }
            Name name = reference.name().last();
            Name renamed = new Name(to, true, name.span());
            return name.is(from)
                    ? new Expression.Reference(new QualifiedName(List.of(renamed)), reference.span())
                    : part;
        });
    }
}
