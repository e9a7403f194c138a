package dev.cairn.processor.read;

import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.ObjectDeclaration.Kind;
import dev.cairn.processor.read.annotation.CairnAnnotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/**
 * Reads the records that schemas list, from source or from their descriptors. A record in the sources is read once,
 * even if several schemas list it, so that its findings are reported once.
 */
final class MemberReader {
    private final CompileContext compileContext;
    private final RecordReader recordReader;
    private final DescriptorReader descriptorReader;
    private final Map<TypeElement, ObjectDeclaration> declarationByType = new HashMap<>();
    private final Map<TypeElement, UnreadableDeclarationException> failureByType = new HashMap<>();

    MemberReader(CompileContext compileContext, RecordReader recordReader, DescriptorReader descriptorReader) {
        this.compileContext = compileContext;
        this.recordReader = recordReader;
        this.descriptorReader = descriptorReader;
    }

    /** Returns the kind of object that the annotations of a type declare; empty if they do not declare an object. */
    Optional<Kind> findKind(TypeElement type) {
        return ObjectDescriptionReader.findKind(CairnAnnotations.of(compileContext.site(type)));
    }

    /**
     * Reads a record once. If it is unreadable, each call throws the same exception, but findings are reported once.
     */
    ObjectDeclaration readFromSource(TypeElement type) {
        ObjectDeclaration cachedDeclaration = declarationByType.get(type);
        if (cachedDeclaration != null) {
            return cachedDeclaration;
        }
        UnreadableDeclarationException cachedFailure = failureByType.get(type);
        if (cachedFailure != null) {
            throw cachedFailure;
        }
        try {
            ObjectDeclaration declaration = recordReader.read(type);
            declarationByType.put(type, declaration);
            return declaration;
        } catch (UnreadableDeclarationException newFailure) {
            failureByType.put(type, newFailure);
            throw newFailure;
        }
    }

    /**
     * Reads a record from its source, or from its descriptor if its source is not part of this compilation.
     *
     * @param place the entry in the schema, where problems in the descriptor are reported
     */
    ObjectDeclaration read(TypeElement type, Kind kind, Place place) {
        return compileContext.hasSource(type) ? readFromSource(type) : descriptorReader.read(type, kind, place);
    }

    /**
     * Excludes a record from generation and from schemas although it is readable: from now on, reading it throws an
     * exception. The reason must have been reported.
     */
    void exclude(TypeElement type) {
        declarationByType.remove(type);
        failureByType.put(type, UnreadableDeclarationException.ofReported());
    }
}
