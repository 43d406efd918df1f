package charrnn.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The meaning of a key of the YAML or of a sampling option, in one sentence: the text of docs/reference/configuration.md,
 * of {@code --help} and of the HTTP API.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    String value();

    /** Declares a component as the one of the same name in another record. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    @interface SameAs {
        Class<? extends Record> value();
    }

    /** The allowed values of a key, or of an option of the command line, and a key's default and whether it may change. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
    @interface Bounds {
        /** The default as in a YAML file; a list has one string for each item. */
        String[] byDefault() default {};

        double min() default Double.NEGATIVE_INFINITY;

        double max() default Double.POSITIVE_INFINITY;

        /** Largest value in a request over HTTP, if it is lower than {@link #max}. */
        double maxServed() default Double.POSITIVE_INFINITY;

        /** Whether {@link #min} itself is refused. */
        boolean aboveMin() default false;

        /** Whether an empty text, and an empty list, is refused. */
        boolean notEmpty() default false;

        /** Why the key must not change on {@code --resume}; empty if it may. */
        String fixed() default "";
    }
}
