package charrnn.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The meaning of a key of the YAML, in one sentence; also the text in docs/reference/configuration.md. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Key {
    String value();

    /** The default of a key, its allowed values and whether they may change. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.RECORD_COMPONENT)
    @interface Value {
        /** The default as in a YAML file; a list has one string for each item. */
        String[] byDefault();

        double min() default Double.NEGATIVE_INFINITY;

        double max() default Double.POSITIVE_INFINITY;

        /** Whether {@link #min} itself is refused. */
        boolean aboveMin() default false;

        /** Whether an empty text, and an empty list, is refused. */
        boolean notEmpty() default false;

        /** Why the key must not change on {@code --resume}; empty if it may. */
        String fixed() default "";
    }
}
