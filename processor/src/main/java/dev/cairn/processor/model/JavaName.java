package dev.cairn.processor.model;

import java.util.List;

/** A class: its package, empty for the unnamed one, and its name behind those of the classes around it. */
public record JavaName(String inPackage, List<String> simpleNames) {
    public JavaName {
        simpleNames = List.copyOf(simpleNames);
    }

    /** As it stands in source code. */
    public String qualified() {
        String nested = String.join(".", simpleNames);
        return inPackage.isEmpty() ? nested : inPackage + "." + nested;
    }

    public String simple() {
        return simpleNames.get(simpleNames.size() - 1);
    }

    /** A top-level class beside it: its names in one, and a suffix. */
    public JavaName generated(String suffix) {
        return new JavaName(inPackage, List.of(String.join("", simpleNames) + suffix));
    }

    @Override
    public String toString() {
        return qualified();
    }
}
