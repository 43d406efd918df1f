package charrnn;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The source folder of a class has a {@code package-info.java}. */
final class HaveAPackageInfo extends ArchCondition<JavaClass> {
    HaveAPackageInfo() {
        super("have a package-info.java beside them");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String name = type.getPackageName().replace('.', '/') + "/package-info.java";
        if (Stream.of("", "lstm/", "spark/").noneMatch(root -> Files.exists(Path.of(root + "src/main/java", name)))) {
            events.add(SimpleConditionEvent.violated(type, name + " is missing"));
        }
    }
}
