package charrnn.tools.serve;

import charrnn.tools.serve.Choice.News;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.netty.channel.Channel;

/** Sends all texts of a request in one JSON document. */
final class WholeAnswer extends CompletionAnswer {
    WholeAnswer(Channel channel, CompletionRequest request, CompletionJson json, Counter hangUps) {
        super(channel, request, json, hangUps);
    }

    @Override
    Choice choice() {
        return new Choice(() -> {}, this::schedule, () -> false);
    }

    @Override
    void proceed() {
        if (!choices().stream().allMatch(Choice::isComplete)) {
            return;
        }
        ObjectNode completion = json().completion();
        int chars = 0;
        for (int index = 0; index < choices().size(); index++) {
            News text = choices().get(index).take(Integer.MAX_VALUE);
            json().addChoice(completion, index, 0, text.tokens(), text.finish());
            chars += text.tokens().size();
        }
        CompletionJson.addUsage(completion, request(), chars);
        complete();
        channel().writeAndFlush(Answers.json(completion));
    }

    @Override
    void fail(ApiException reason) {
        channel().writeAndFlush(Answers.refusal(reason));
    }
}
