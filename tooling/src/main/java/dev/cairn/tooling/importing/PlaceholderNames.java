package dev.cairn.tooling.importing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The names of the placeholders of an import. Two values only share a placeholder if they are certainly the same:
 * servers mask secrets, so each secret has its own placeholder. Names that differ only in case are not distinct,
 * because environment variables may set them.
 */
final class PlaceholderNames {
    private final Map<String, String> nameByKey = new HashMap<>();
    private final Set<String> usedNames = new HashSet<>();

    /**
     * Returns the name of the placeholder with an identity. The first call reserves it: the desired name, with a number
     * if another placeholder has this name.
     *
     * @param identity the identity of the placeholder: a value that is known or, for a secret, the object and the
     *     position in the object
     */
    String assignName(String desiredName, String identity) {
        return nameByKey.computeIfAbsent(desiredName + "\n" + identity, key -> reserveUnique(desiredName));
    }

    private String reserveUnique(String desiredName) {
        String name = desiredName;
        for (int number = 2; !usedNames.add(name.toLowerCase(Locale.ROOT)); number++) {
            name = desiredName + "_" + number;
        }
        return name;
    }
}
