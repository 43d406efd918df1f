/*
 * Follows Deeplearning4j's train.js on each of its pages. Adds the run's report to the navigation, and changes the
 * overview's score chart: it says that the score is in bits per character, shows the validation losses with those of the
 * training, and above them how many functions of the scored samples parse.
 */
(function () {
    "use strict";
    $(function () {
        var system = $("a.nav-link[href='system']").parent();
        var item = system.clone();
        item.find("a").attr({href: "/report", target: "_blank"}).contents().last().replaceWith("Run report");
        item.find("i").attr("class", "nav-icon cui-note");
        item.insertAfter(system);
    });
    if (typeof window.renderScoreVsIterChart !== "function") {
        return; // the other pages have no such chart
    }
    var drawScores = window.renderScoreVsIterChart;

    window.renderScoreVsIterChart = function (data) {
        drawScores(data);
        label();
        // The session box may hold ids of other programs' sessions: an unknown one has an empty curve.
        var session = encodeURIComponent(window.currSession);
        $.getJSON("/charrnn/validation/" + session, addValidation);
        $.getJSON("/charrnn/score/" + session, showScore);
    };

    function label() {
        var box = $("#scoreiterchart").closest(".chart-box");
        box.find("h2 b").text("Loss in bits per character");
        box.find("#hoverdata b").first().text("Bits per character:");
    }

    function showScore(score) {
        var heading = $("#scoreiterchart").closest(".chart-box").find("h2");
        var line = heading.find(".charrnn-score");
        if (line.length === 0) {
            line = $("<small>").addClass("charrnn-score").css("margin-left", "1em").appendTo(heading);
        }
        line.text(score.step === undefined ? ""
            : score.parsed + " of " + score.functions + " functions parse at step " + score.step);
    }

    function addValidation(curve) {
        var plot = $("#scoreiterchart").data("plot");
        if (!plot) {
            return;
        }
        var shown = /-validation$/.test(window.currSession) ? "validation" : "training";
        var names = {score: shown, summary: shown + ", smoothed"};
        var points = curve.steps.map(function (step, i) {
            return [step, curve.bitsPerChar[i]];
        });
        var series = plot.getData().map(function (line) {
            return {data: line.data, color: line.color, label: names[line.label] || line.label};
        });
        if (points.length > 0) {
            series.push({data: points, color: "#1F7A1F", label: "validation", points: {show: true}});
            var top = plot.getOptions().yaxes[0];
            top.max = Math.max.apply(null, curve.bitsPerChar.concat(top.max));
        }
        plot.setData(series);
        plot.setupGrid();
        plot.draw();
    }
})();
