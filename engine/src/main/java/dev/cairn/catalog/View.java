package dev.cairn.catalog;

import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.List;

/** A view as the server stores it. The types of its columns are not stored; they follow from its query. */
public record View(
        String name, List<ViewColumn> columns, String comment, Security security, ViewDefinition definition) {
    public View {
        columns = List.copyOf(columns);
    }

    public View withSecurity(Security newSecurity) {
        return new View(name, columns, comment, newSecurity, definition);
    }
}
