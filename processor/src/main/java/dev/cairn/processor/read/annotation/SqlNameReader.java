package dev.cairn.processor.read.annotation;

import dev.cairn.annotation.Column;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.SnakeCase;
import dev.cairn.sql.ast.Name;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads SQL names from annotations, or derives them from Java names if no annotation declares them. */
public record SqlNameReader(Findings findings) {
    /** Returns the name in {@code @Column} or, without it, the name of the component in snake case. */
    public Name readColumnName(ComponentField component, CairnAnnotations annotations) {
        WrittenAnnotation columnAnnotation = annotations.findFirst(Column.class);
        return readName(
                columnAnnotation == null ? null : columnAnnotation.findNonEmptyText("name"),
                component.name(),
                annotations.site().place());
    }

    /** Returns the name that an annotation declares or, without it, the Java name in snake case. */
    public Name readName(WrittenAnnotation.@Nullable Text writtenName, String javaName, Place place) {
        return writtenName == null ? Name.of(SnakeCase.convert(javaName), place.span()) : readName(writtenName);
    }

    public List<Name> readNames(WrittenAnnotation annotation, String attributeName) {
        return annotation.texts(attributeName).stream().map(this::readName).toList();
    }

    /** Returns whether an annotation names a column; otherwise, reports this. */
    public boolean checkNamesColumn(WrittenAnnotation annotation, String attributeName) {
        boolean namesColumn = !annotation.texts(attributeName).isEmpty();
        if (!namesColumn) {
            findings.add(
                    CompileRule.INCOMPLETE,
                    annotation.place(attributeName),
                    "@" + annotation.name(),
                    "the name of a column");
        }
        return namesColumn;
    }

    /**
     * Returns the name that an annotation declares.
     *
     * @throws UnreadableDeclarationException if it contains a backquote, which is reported
     */
    public Name readName(WrittenAnnotation.Text writtenName) {
        if (writtenName.text().indexOf('`') >= 0) {
            throw UnreadableDeclarationException.report(
                    findings, CompileRule.BACKQUOTE, writtenName.place(), writtenName.text());
        }
        return Name.of(writtenName.text(), writtenName.place().span());
    }
}
