package dev.cairn.processor.model;

import dev.cairn.processor.model.ObjectDeclaration.Kind;

/**
 * A class without content in place of one that a mistake prevents, so that javac does not report each import of it. The
 * compilation fails because of the mistake.
 *
 * @param originName the type with the mistake
 */
public record SubstituteClass(JavaClassName originName, JavaClassName className, ReplacedClass replacedClass) {
    /** The class whose place is taken. */
    public enum ReplacedClass {
        DESCRIPTOR,
        SCHEMA,
        QUERIES
    }

    /** Returns the substitute for the descriptor of a record that can't be read. */
    public static SubstituteClass ofRecord(JavaClassName recordName, Kind kind) {
        return new SubstituteClass(
                recordName, recordName.generatedClassName(kind.descriptorSuffix()), ReplacedClass.DESCRIPTOR);
    }

    /** Returns the substitute for the class of a schema whose root can't be read. */
    public static SubstituteClass ofSchema(JavaClassName rootName) {
        return new SubstituteClass(rootName, rootName.schemaClassName(), ReplacedClass.SCHEMA);
    }

    /** Returns the substitute for the class of a query interface that can't be implemented. */
    public static SubstituteClass ofQueries(JavaClassName interfaceName) {
        return new SubstituteClass(interfaceName, interfaceName.queriesClassName(), ReplacedClass.QUERIES);
    }
}
