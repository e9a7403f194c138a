package dev.cairn.data;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of the rows of a query.
 *
 * @param rows the rows of the page; empty if the page is beyond the last one
 * @param request the request for this page
 * @param hasNext whether there are rows after the page
 * @param <T> the type of a row
 */
public record Page<T extends @Nullable Object>(List<T> rows, PageRequest request, boolean hasNext) {
    /** Returns the request for the next page; empty for the last one. */
    public Optional<PageRequest> next() {
        return hasNext ? Optional.of(request.next()) : Optional.empty();
    }
}
