package dev.cairn.processor.model;

/** A previous name, and its place. */
public record OldName(String name, Place place) {}
