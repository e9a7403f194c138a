package dev.cairn.processor.read.annotation;

import dev.cairn.annotation.Column;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.sql.ast.Name;
import org.jspecify.annotations.Nullable;

/** Reads SQL names from annotations or, without these, derives them from Java names. */
public record SqlNameReader(Findings findings) {
    public Name readColumnName(ComponentField component, CairnAnnotations annotations) {
        WrittenAnnotation column = annotations.findFirst(Column.class);
        return readName(
                column == null ? null : column.findNonEmptyText("name"),
                component.name(),
                annotations.site().place());
    }

    /** Returns the name that an annotation declares or, without it, the Java name in snake case. */
    public Name readName(WrittenAnnotation.@Nullable Text text, String javaName, Place place) {
        return text == null ? new Name(SnakeCase.convert(javaName), true, place.span()) : readName(text);
    }

    public Name readName(WrittenAnnotation.Text text) {
        if (text.text().indexOf('`') >= 0) {
            findings.add(FindingCode.BACKQUOTE, text.place(), text.text());
            throw UnreadableDeclarationException.ofReported();
        }
        return new Name(text.text(), true, text.place().span());
    }
}
