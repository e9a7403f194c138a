package dev.cairn.tooling.lint;

import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Query.Item;
import dev.cairn.sql.ast.Relation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** @param commonTables those that are visible, by their names */
record StarSearch(Map<String, Query> commonTables) {
    Optional<String> in(Query query) {
        Map<String, Query> visible = new HashMap<>(commonTables);
        query.with().forEach(table -> visible.put(table.name().text(), table.query()));
        return new StarSearch(visible).in(query.body());
    }

    private Optional<String> in(Query.Body body) {
        if (body instanceof Query.Nested nested) {
            return in(nested.query());
        }
        if (body instanceof Query.SetOperation set) {
            return in(set.left()).or(() -> in(set.right()));
        }
        if (!(body instanceof Query.Select select)) {
            return Optional.empty();
        }
        List<Relation> relations = new ArrayList<>();
        select.from().forEach(relation -> flatten(relation, relations));
        for (Item item : select.items()) {
            if (item instanceof Item.Star star) {
                for (Relation relation : relations) {
                    Optional<String> found = isOf(star, relation) ? in(relation) : Optional.empty();
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static void flatten(Relation relation, List<Relation> relations) {
        if (relation.parts().isEmpty()) {
            relations.add(relation);
        } else {
            relation.parts().forEach(part -> flatten(part, relations));
        }
    }

    private static boolean isOf(Item.Star star, Relation relation) {
        return star.of() == null
                || Objects.equals(name(relation), star.of().last().text());
    }

    private static @Nullable String name(Relation relation) {
        if (relation instanceof Relation.Named named) {
            return named.alias() == null
                    ? named.name().last().text()
                    : named.alias().name().text();
        }
        return relation instanceof Relation.Derived derived && derived.alias() != null
                ? derived.alias().name().text()
                : null;
    }

    private Optional<String> in(Relation relation) {
        if (relation instanceof Relation.Derived derived) {
            return in(derived.query());
        }
        if (!(relation instanceof Relation.Named named)) {
            return Optional.empty();
        }
        String name = named.name().last().text();
        Query common = named.name().qualifier().isEmpty() ? commonTables.get(name) : null;
        if (common == null) {
            return Optional.of(named.name().toString());
        }
        // A recursive common table reads itself.
        Map<String, Query> others = new HashMap<>(commonTables);
        others.remove(name);
        Optional<String> found = new StarSearch(others).in(common);
        return found.filter(read -> !read.equals(name));
    }
}
