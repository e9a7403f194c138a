package dev.cairn.processor.read.written;

import dev.cairn.annotation.Column;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.sql.ast.Name;
import org.jspecify.annotations.Nullable;

/** Names in SQL: what an annotation says, or what follows from the name in Java. */
public record SqlNameReader(Findings findings) {
    public Name of(Component component, Annotations said) {
        WrittenAnnotation column = said.one(Column.class);
        return name(
                column == null ? null : column.text("name"),
                component.name(),
                said.site().place());
    }

    /** Of an object: what the annotation says, or the record's name. */
    public Name name(WrittenAnnotation.@Nullable Text said, String java, Place place) {
        return said == null || said.text().isEmpty() ? new Name(SnakeCase.of(java), true, place.span()) : name(said);
    }

    public Name name(WrittenAnnotation.Text said) {
        if (said.text().indexOf('`') >= 0) {
            findings.add(FindingCode.BACKQUOTE, said.place(), said.text());
            throw UnreadableDeclarationException.reported();
        }
        return new Name(said.text(), true, said.place().span());
    }
}
