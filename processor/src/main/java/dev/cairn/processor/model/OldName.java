package dev.cairn.processor.model;

/** What something was called before, and where that is said. */
public record OldName(String name, Place place) {}
