package com.acme.library;

import dev.cairn.annotation.Varchar;
import java.util.List;

/** A STRUCT of which a class file does not tell all. */
public record Labels(List<@Varchar(10) String> labels) {}
