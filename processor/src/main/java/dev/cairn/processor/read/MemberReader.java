package dev.cairn.processor.read;

import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Declaration.Kind;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.read.annotation.Annotations;
import dev.cairn.processor.read.annotation.CompileContext;
import dev.cairn.processor.read.annotation.UnreadableDeclarationException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/** Reads the records that schemas list, from source or from their descriptors. */
final class MemberReader {
    private final CompileContext compile;
    private final RecordReader recordReader;
    private final DescriptorReader descriptorReader;
    private final Map<TypeElement, Declaration> read = new HashMap<>();
    private final Map<TypeElement, UnreadableDeclarationException> unread = new HashMap<>();

    MemberReader(CompileContext compile, RecordReader records, DescriptorReader declared) {
        this.compile = compile;
        this.recordReader = records;
        this.descriptorReader = declared;
    }

    /** The kind of object that the annotations of a type declare. */
    Optional<Kind> findKind(TypeElement type) {
        return ObjectDescriptionReader.findKind(Annotations.of(compile.site(type, null)));
    }

    /** Reads a record once. If it is unreadable, each call throws the same exception, but findings are reported once. */
    Declaration readSource(TypeElement type) {
        Declaration cached = read.get(type);
        if (cached != null) {
            return cached;
        }
        UnreadableDeclarationException failure = unread.get(type);
        if (failure != null) {
            throw failure;
        }
        try {
            Declaration declaration = recordReader.read(type);
            read.put(type, declaration);
            return declaration;
        } catch (UnreadableDeclarationException failed) {
            unread.put(type, failed);
            throw failed;
        }
    }

    Declaration read(TypeElement type, Kind kind, Place place) {
        return compile.isSource(type) ? readSource(type) : descriptorReader.read(type, kind, place);
    }

    /** Excludes a record from generation and from schemas although it is readable. */
    void exclude(TypeElement type) {
        read.remove(type);
        unread.put(type, UnreadableDeclarationException.ofReported());
    }
}
