"""The jobs: from dumps to a published warehouse, and learning from that which phrases are common.

The command line runs the first one and so does the schedule; nothing runs the second but its user.
"""

import dagster as dg

from orchestration.errors import UsageError
from orchestration.learning import learn
from orchestration.resources import State
from warehouse.query import QueryError

build_warehouse = dg.define_asset_job(
    "build_warehouse",
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Parse new dumps, build every table, check the staged warehouse and publish it.",
)


@dg.op(description="Count the words and phrases of all published papers.")
def count_papers(context: dg.OpExecutionContext, state: State) -> None:
    """Learn from the published warehouse, as `paperhouse learn` does."""
    try:
        learned = learn(state.folder, state.target)
    except (UsageError, QueryError) as error:
        raise dg.Failure(str(error), allow_retries=False) from error
    context.add_output_metadata(
        {
            "papers": learned.papers,
            "words": learned.words,
            "phrases": learned.phrases,
            "path": dg.MetadataValue.path(str(learned.folder)),
        }
    )


@dg.job(
    name="learn",
    executor_def=dg.in_process_executor,
    description="Count the phrases of the published papers; later builds rank keywords by them.",
)
def learn_counts() -> None:
    """Learn; builds never do."""
    count_papers()
