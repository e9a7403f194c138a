package dev.cairn.processor.check;

import dev.cairn.sql.Query;
import dev.cairn.sql.Span;
import java.util.ArrayList;
import java.util.List;

/** Where in a query each column that it gives is said. */
final class OutputPlaces {
    private OutputPlaces() {}

    /** One place for each column; where a {@code *} stands for some of them, its own. */
    static List<Span> of(Query query, int columns) {
        Query.Body body = first(query.body());
        List<Query.Item> items = body instanceof Query.Select select ? select.items() : List.of();
        List<Span> places = new ArrayList<>(columns);
        long stars = items.stream().filter(Query.Item.Star.class::isInstance).count();
        for (Query.Item item : items) {
            boolean star = stars == 1 && item instanceof Query.Item.Star;
            int stands = star ? columns - items.size() + 1 : 1;
            for (int i = 0; i < stands; i++) {
                places.add(item.span());
            }
        }
        if (places.size() == columns && stars < 2) {
            return places;
        }
        Span whole = items.isEmpty() ? body.span() : items.get(0).span();
        places.clear();
        for (int i = 0; i < columns; i++) {
            places.add(whole);
        }
        return places;
    }

    /** The SELECT that gives the columns their names. */
    private static Query.Body first(Query.Body body) {
        Query.Body first = body;
        while (!(first instanceof Query.Select)) {
            first = first instanceof Query.SetOperation set
                    ? set.left()
                    : ((Query.Nested) first).query().body();
        }
        return first;
    }
}
