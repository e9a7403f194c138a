package dev.cairn.analysis.comparison;

import dev.cairn.sql.ast.Expression;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Query.Qualify;
import dev.cairn.sql.ast.Query.Select;
import dev.cairn.sql.ast.Relation;
import dev.cairn.sql.ast.Relation.Alias;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces QUALIFY by a condition of an enclosing query, as a server up to 3.5 prints it. */
final class EnclosedQualify {
    private static final Name TABLE = new Name("__QUALIFY__TABLE", true, Span.NONE);
    private static final Name VALUE = new Name("__QUALIFY__VALUE", true, Span.NONE);

    private EnclosedQualify() {}

    static Select of(Select select) {
        Qualify qualify = select.qualify();
        if (qualify == null || !(qualify.function() instanceof Item.Value function)) {
            return select;
        }
        List<Item> columns = new ArrayList<>();
        for (Item item : select.items()) {
            Name name = item instanceof Item.Value value ? name(value) : null;
            if (name == null) {
                return select; // such a server accepts columns only
            }
            columns.add(new Item.Value(column(name), null, false, item.span()));
        }
        List<Item> items = new ArrayList<>(select.items());
        items.add(new Item.Value(function.value(), VALUE, true, function.span()));
        Query inner = Query.of(select.with(items, select.where(), select.having(), null));
        Relation table = new Relation.Derived(false, inner, new Alias(TABLE, List.of(), false), select.span());
        Expression limit = new Expression.Number(qualify.limit(), Expression.Number.Kind.INTEGER, Span.NONE);
        Expression where = new Expression.Binary(qualify.comparison(), column(VALUE), limit, Span.NONE);
        return new Select(
                List.of(),
                select.quantifier(),
                columns,
                List.of(table),
                false,
                null,
                where,
                null,
                null,
                null,
                select.span());
    }

    private static @Nullable Name name(Item.Value value) {
        if (value.alias() != null) {
            return value.alias();
        }
        return value.value() instanceof Expression.Reference reference
                ? reference.name().last()
                : null;
    }

    private static Expression column(Name name) {
        return new Expression.Reference(new QualifiedName(List.of(TABLE, name)), Span.NONE);
    }
}
