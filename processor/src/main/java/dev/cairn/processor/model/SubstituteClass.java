package dev.cairn.processor.model;

import dev.cairn.processor.model.ObjectDeclaration.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A class without content in place of one that a mistake prevents, so that javac does not report each import of it. The
 * compilation fails because of the mistake.
 *
 * @param originName the type with the mistake
 * @param recordName the record of whose descriptor the class takes the place; null for the class of a query interface
 */
public record SubstituteClass(
        JavaClassName originName,
        JavaClassName className,
        @Nullable JavaClassName recordName) {
    /** Returns the substitute for the descriptor of a record that can't be read. */
    public static SubstituteClass ofRecord(JavaClassName recordName, Kind kind) {
        return new SubstituteClass(recordName, recordName.generatedClassName(kind.descriptorSuffix()), recordName);
    }

    /** Returns the substitute for the class of a query interface that can't be implemented. */
    public static SubstituteClass ofQueries(JavaClassName interfaceName) {
        return new SubstituteClass(interfaceName, interfaceName.queriesClassName(), null);
    }
}
