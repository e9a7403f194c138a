package shop;

import dev.cairn.annotation.External;

@External("geo.region")
public record Region(int id, String name) {}
