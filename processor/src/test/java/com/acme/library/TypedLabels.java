package com.acme.library;

import dev.cairn.annotation.SqlType;
import java.util.List;

/** A STRUCT of which a class file tells all. */
public record TypedLabels(@SqlType("array<varchar(10)>") List<String> labels) {}
